"""The lists from which the office chooses: modes of travel, reasons, needs, types of school, what has a target."""

from web.records.cells import Choices

YES_NO: Choices = (("yes", "Yes"), ("no", "No"))

MODES: Choices = (
    ("taxi", "Taxi or private hire"),
    ("minibus", "Contracted minibus or coach"),
    ("in-house", "The authority's own fleet"),
    ("pass", "Public transport pass"),
    ("mileage", "Mileage for the family's car"),
    ("travel-budget", "Personal travel budget"),
    ("accompanied-walk", "Walks with someone"),
    ("independent", "Travels independently"),
    ("other", "Another way"),
)
"""As the DfE's home-to-school transport return divides them."""
NOT_CARRIED = frozenset({"pass", "mileage", "travel-budget", "accompanied-walk", "independent"})
"""The modes of pupils who need no seat. One whose mode is not known is carried: a seat too many is seen."""
WITHOUT_SEAT: Choices = tuple((mode, words) for mode, words in MODES if mode in NOT_CARRIED)
WISHES: Choices = (("yes", "Wishes to"), ("unsure", "Not sure"), ("no", "Does not wish to"))
"""What a pupil says of learning to travel alone."""

DECISIONS: Choices = (("agreed", "Agreed"), ("refused", "Refused"), ("withdrawn", "Withdrawn by the family"))
NOT_TRAVELLING = frozenset({"refused", "withdrawn"})
"""The decisions after which nothing is arranged for a pupil."""
ELIGIBILITY: Choices = (
    ("distance", "Lives beyond walking distance"),
    ("special-needs", "Special educational needs, disability or mobility"),
    ("unsafe-route", "No safe route to walk"),
    ("low-income", "Low income"),
    ("post-16", "Over 16, under the authority's policy"),
    ("discretion", "At the authority's discretion"),
)

NEEDS: Choices = (
    ("SPLD", "Specific learning difficulty"),
    ("MLD", "Moderate learning difficulty"),
    ("SLD", "Severe learning difficulty"),
    ("PMLD", "Profound and multiple learning difficulty"),
    ("SEMH", "Social, emotional and mental health"),
    ("SLCN", "Speech, language and communication needs"),
    ("HI", "Hearing impairment"),
    ("VI", "Vision impairment"),
    ("MSI", "Multi-sensory impairment"),
    ("PD", "Physical disability"),
    ("ASD", "Autistic spectrum disorder"),
    ("DS", "Down syndrome"),
    ("OTH", "Other difficulty or disability"),
)
"""By the codes of the SEN2 return."""

SCHOOL_TYPES: Choices = (
    ("state-special", "State-funded special school"),
    ("independent-special", "Independent special school"),
    ("primary", "Mainstream primary or early years"),
    ("secondary", "Mainstream secondary"),
    ("alternative", "Alternative provision"),
    ("post-16", "College or other place after 16"),
    ("other", "Another type"),
)
ROAD_PROFILES: Choices = (("car", "Car"), ("taxi", "Taxi"), ("minibus", "Minibus"), ("coach", "Coach"))
"""How large a vehicle is to the roads."""

SCHOOL_STATUS: Choices = (("open", "Open"), ("closing", "Open, but proposed to close"), ("closed", "Closed"))

TARGETS: Choices = (
    ("assessed", "Pupils with a current risk assessment, %"),
    ("days-to-decision", "Days from request to decision"),
    ("punctual", "Arrivals on time, %"),
    ("rides-within-guide", "Rides within the guide of 45 or 75 minutes, %"),
    ("cost-per-pupil", "Pounds a pupil a year"),
    ("single-occupancy", "Pupils who travel alone, %"),
    ("empty-seats", "Seats empty, %"),
)
"""For what an authority may set itself a target."""
