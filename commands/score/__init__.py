"""The SCORE story: three companies, one board, one work order, one partnership.

Public facts: Servier and IQVIA announced SCORE on 2020-12-17; QuintilesIMS took
the name IQVIA in November 2017; QuintilesIMS and Salesforce announced their
alliance on 2017-04-25. The persons, the board's papers and the figures of the
work order are invented.
"""
