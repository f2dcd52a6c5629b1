"""What stands around a charter: whether it can stand, and what it says in plain sentences.

``soundness`` refuses what can never be satisfied or contradicts itself; each
module beside it looks for one sort of flaw. ``sentences`` says the whole charter
in words, ``remarks`` what its authors should know though it is allowed.
"""
