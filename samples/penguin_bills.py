"""Tells the species of a penguin from its bill, by the nearest mean, and checks itself. Needs no packages."""

from math import hypot
from statistics import mean, stdev

# Length and depth of the bill in mm: the first eight of each species in penguins.csv that were measured
PENGUINS = {
    "Adelie": [(39.1, 18.7), (39.5, 17.4), (40.3, 18.0), (36.7, 19.3), (39.3, 20.6), (38.9, 17.8), (39.2, 19.6), (34.1, 18.1)],
    "Chinstrap": [(46.5, 17.9), (50.0, 19.5), (51.3, 19.2), (45.4, 18.7), (52.7, 19.8), (45.2, 17.8), (46.1, 18.2), (51.3, 18.2)],
    "Gentoo": [(46.1, 13.2), (50.0, 16.3), (48.7, 14.1), (50.0, 15.2), (47.6, 14.5), (46.5, 13.5), (45.4, 14.6), (46.7, 15.3)],
}


def centre(bills):
    """The mean length and depth."""
    return mean(length for length, _ in bills), mean(depth for _, depth in bills)


def scales(penguins):
    """How far lengths and depths spread, so that both count alike."""
    bills = [bill for some in penguins.values() for bill in some]
    return stdev(length for length, _ in bills), stdev(depth for _, depth in bills)


def nearest(bill, centres, scale):
    """The species whose centre is nearest."""
    return min(centres, key=lambda name: hypot(*((a - b) / s for a, b, s in zip(bill, centres[name], scale))))


def main():
    scale = scales(PENGUINS)
    right = total = 0
    for species, bills in PENGUINS.items():
        hits = 0
        for place, bill in enumerate(bills):
            # The penguin itself must not help to find its species
            others = {name: some if name != species else some[:place] + some[place + 1 :] for name, some in PENGUINS.items()}
            hits += nearest(bill, {name: centre(some) for name, some in others.items()}, scale) == species
        print(f"{species}: {hits} of {len(bills)} recognised")
        right, total = right + hits, total + len(bills)
    print(f"together: {right} of {total}")


if __name__ == "__main__":
    main()
