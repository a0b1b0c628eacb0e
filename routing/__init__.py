"""Plans runs and judges plans.

The face holds what judging needs. It leaves out ``routing.solver`` on purpose: a plan is judged with no OR-Tools
loaded.
"""
