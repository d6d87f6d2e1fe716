"""From a spreadsheet as offices have it to rows of the register: opened, read, judged, written."""
