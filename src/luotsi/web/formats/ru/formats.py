"""Russian: a day of a month stands in the genitive."""

MONTH_DAY_FORMAT = "j E"
