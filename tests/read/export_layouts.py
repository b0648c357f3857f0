"""Exports in the layouts of the news databases, with reports of our own invention."""

NEXIS = """\


                               1 of 2 DOCUMENTS

                              The Sandholm Post

                          March 4, 2026 Wednesday
                                  Late Edition

Ferry comes back to the island after a year

BYLINE: By Lena Quist

SECTION: News; Pg. 3

LENGTH: 210 words

DATELINE: SANDHOLM

Ferries will sail again between Sandholm and the mainland from Monday, the
island council said on Friday.

The first boat leaves at 6 a.m., the operator said: "We are ready."

LOAD-DATE: March 5, 2026

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

                       Copyright 2026 Sandholm Post Ltd.
                              All Rights Reserved

                               2 of 2 DOCUMENTS

                              Harbour Gazette

                          March 5, 2026 Thursday

Ferry back

LENGTH: 90 words

The ferry is back, harbour officials said on Thursday.

LANGUAGE: ENGLISH

                       Copyright 2026 Harbour Gazette
"""

NEXIS_NEW = """\
Ferry comes back to the island after a year
The Sandholm Post
March 4, 2026 Wednesday

Copyright 2026 Sandholm Post Ltd. All Rights Reserved

Section: NEWS; Pg. 3
Length: 210 words
Byline: Lena Quist
Body

Ferries will sail again between Sandholm and the mainland from Monday, the island council said on Friday.

The first boat leaves at 6 a.m.

Classification

Language: ENGLISH
Publication-Type: Newspaper
Subject: FERRIES (90%); ISLANDS (80%);
BOATS (70%)

Load-Date: March 5, 2026

End of Document
Ferry back
Harbour Gazette
March 5, 2026 Thursday

Length: 90 words
Body

The ferry is back, harbour officials said on Thursday.

Load-Date: March 6, 2026

End of Document
"""

FACTIVA = """\
HD
Ferry comes back to the island
after a year
BY
By Lena Quist
WC
210 words
PD
4 March 2026
SN
The Sandholm Post
SC
SANDP
LA
English
CY
(c) 2026 Sandholm Post Ltd.
LP
Ferries will sail again between Sandholm and the mainland from Monday, the island council said on Friday.
TD
The first boat leaves at 6 a.m., the operator said.
NS
gship : Ships
AN
Document SANDP00020260304em3400012

HD Ferry back
WC 90 words
PD 5 March 2026
SN Harbour Gazette
LP
The ferry is back, harbour officials said on Thursday.
AN
Document HARBG00020260305em3500001
"""

PROQUEST = """\
____________________________________________________________

Document 1 of 2

Ferry comes back to the island after a year

Author: Quist, Lena

Publication info: The Sandholm Post ; Sandholm [Sandholm]. 04 Mar 2026: 3.

ProQuest document link

Abstract: None available.

Full text: Ferries will sail again between Sandholm and the mainland from Monday, the island council said on Friday.

The first boat leaves at 6 a.m.

Publication title: The Sandholm Post

Publication date: Mar 4, 2026

Publisher: Sandholm Post Ltd

Language of publication: English

ProQuest document ID: 29001

____________________________________________________________

Document 2 of 2

Ferry back

Author: Anonymous

Full text: The ferry is back, harbour officials said on Thursday.

Publication title: Harbour Gazette

Publication date: Mar 5, 2026

____________________________________________________________
"""
