"""How people use their AI twins: what each figure means, and how it is read.

`metrics` has the definitions, each beside its SQL; `reading` runs them. They read totals that are
kept by 15 minutes of UTC and by person and day, with what has been touched since the last refresh
counted from the rows, so figures are exact at any time.
"""
