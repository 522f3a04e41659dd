"""The import of a roll from a court's own spreadsheet: headings, rows, rules, all pure."""
