"""The team's report for a review: sections by discipline, signed one by one, put together, given to the parents before the meeting."""
