"""Where the two services meet: what training does to transport, and what transport knows that training asks.

"Ann travels alone from 3 March, so she needs no seat" is said here and nowhere else. The services know nothing of one
another: a trainee is a pupil by the same travel reference, and only these modules look at both.

========================  ==============================================================================================
``known``, ``reading``    what is kept that a term of sessions is made of, read in a fixed number of questions
``terms``, ``term_*``     the term that is to be planned, made of it; what was assumed, and who is left out
``sites``                 where homes, schools and bases are, and how long a trainer takes between them
``scheduling``            planning a term, as long work
``timetables``            a timetable as it is kept; judged again, and put in force by a person
``changes``, ``moving``   what a timetable changes for families; one session moved by hand
``journeys``              a trainee's journey, drafted from map and timetable, finished and signed by a person
``reminding``             what somebody must see to
========================  ==============================================================================================
"""
