"""What a number says of a character, and a bit of a word or of a term, to kernels and to those who call them."""

from __future__ import annotations

# Of a character to the pattern of words; 0 of all others.
DIGIT, LETTER = 1, 2

# Of a term in a report: a name or figure; in the lead; of this event alone; a figure.
MARKED, LEAD, SPECIFIC, FIGURE = 1, 2, 4, 8

# Of a word as written, whatever stands around it: it has a capital; is in no list of common words; is longer than three
# letters; is so rare that as a name it tells of one event alone; begins a figure.
CAPITAL, UNLISTED, LONG, TELLING, NUMERAL = 1, 2, 4, 8, 16
# It may be the hour of a time ("4" before ":25"); may be a time of day ("4.25" before "a.m."); begins a number in words;
# goes on with one that another word begins.
HOUR, TIME, SPELLED, GOES_ON = 32, 64, 128, 256
