"""How matters end: refusals, reviews, closing conditions, the petitioner's own page, figures."""
