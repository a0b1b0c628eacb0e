"""Where the two services meet: what training does to transport, and what transport knows that training asks.

"Ann travels alone from 3 March, so she needs no seat" is said here and nowhere else. The services know nothing of one
another: a trainee is a pupil by the same travel reference, and only these modules look at both.

========================  ==============================================================================================
``costing``               what a day costs with one pupil otherwise: not there, or with other needs; the plan made again
``candidates``            who might learn to travel alone, with what their seat really costs, as long work
``ladder``                what each rung of the ladder of independence costs for one pupil, as long work
``training_days``         days on which a trainee goes with the trainer, and no vehicle comes that way
``seats``                 the seat that is free from sign-off on, and back from the next school day after a relapse
``savings``               by how much the cost has really fallen, measured between two published plans
``outbox``                what trainers' telephones send: opened (``sealing``), of a visit of theirs (``visits``), made
                          an entry (``logged``), kept once
``following``             all of that kept in step with where trainees stand: by the clock, and when something changes
========================  ==============================================================================================
"""
