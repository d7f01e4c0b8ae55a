"""A fictional county's forty letters and visits, each driven from its registration to its end by the real actions."""
