"""Finnish: a day of a month stands in the partitive."""

MONTH_DAY_FORMAT = "j. E"
