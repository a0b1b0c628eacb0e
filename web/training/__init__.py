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
``costing``               what a day costs with one pupil otherwise: not there, or with other needs; the plan made again
``candidates``            who might learn to travel alone, with what their seat really costs, as long work
``candidate_journeys``    a first look for a journey on foot and by bus for each of them
``ladder``                what each rung of the ladder of independence costs for one pupil, as long work
``training_days``         days on which a trainee goes with the trainer, and no vehicle comes that way
``seats``                 the seat that is free from sign-off on, and back from the next school day after a relapse
``savings``               by how much the cost has really fallen, measured between two published plans
``banking``               looks each night whether it has, and banks it once
``options``               the numbers that an authority sets for all this
``outbox``                what trainers' telephones send: opened (``sealing``), of a visit of theirs (``visits``), made
                          an entry (``logged``), kept once
``following``             all of that kept in step with where trainees stand: by the clock, and when something changes
========================  ==============================================================================================
"""
