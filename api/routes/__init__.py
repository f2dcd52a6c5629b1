"""The routes, one matter a module."""
