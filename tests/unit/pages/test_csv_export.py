"""A file of a table does nothing in a spreadsheet but show its values."""

import csv
import io

from shared.pages.csv_export import csv_answer
from tests.fixtures.examples import each


@each(
    "cell",
    ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1dHYPERLINK(1)"],
)
def test_what_a_spreadsheet_would_take_for_a_formula_is_quoted(cell: str) -> None:
    answer = csv_answer("x", ("a",), [(cell,)])
    rows = list(csv.reader(io.StringIO(answer.body.removeprefix("\ufeff"))))
    assert rows[1] == ["'" + cell]


def test_numbers_quotes_and_lines_stay_what_they_are() -> None:
    answer = csv_answer("x", ("a", "b"), [(-5, 'say "hi",\nthen go')])
    rows = list(csv.reader(io.StringIO(answer.body.removeprefix("\ufeff"))))
    assert rows == [["a", "b"], ["-5", 'say "hi",\nthen go']]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="x.csv"'
    assert "Content-Security-Policy" in answer.headers
