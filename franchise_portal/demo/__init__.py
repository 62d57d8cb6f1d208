"""The demo network: a story of two brands, told through the services with a fixed clock and seed.

`story` is who and where, `tills` is what they sold, `seeds` tells it month by month, `many` makes
a network of any size for measuring.
"""
