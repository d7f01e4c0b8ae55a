"""Background work of letters and visits: registers the kinds of job by importing them."""
