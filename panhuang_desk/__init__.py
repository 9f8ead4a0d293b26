"""The offline desk of a subdistrict's grid workers: records, the monthly report, and the copy for the office."""

__version__ = "0.4.0"
