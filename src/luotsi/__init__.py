"""Luotsi: a pilot for marketing teams. Web app, command line and Python library."""

__version__ = "0.1.0"
