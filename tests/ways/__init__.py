"""Ways to run the house, each tried: the wheel, proxies in front, two machines."""
