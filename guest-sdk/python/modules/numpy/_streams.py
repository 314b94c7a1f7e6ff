"""The streams of numbers that numpy's seeds give: MT19937 as `RandomState` has it, PCG64 as `default_rng` has it."""

from __future__ import annotations

import math
import random
from itertools import cycle

MASK32, MASK64, MASK128 = 2**32 - 1, 2**64 - 1, 2**128 - 1


class Mersenne:
    """MT19937. Python's own generator is the same one; it is given the state that numpy's seed makes."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = random.Random()
        self._gauss: float | None = None
        if seed is None:
            return
        if not 0 <= seed <= MASK32:
            raise ValueError("Seed must be between 0 and 2**32 - 1")
        words, word = [], seed
        for place in range(624):
            words.append(word)
            word = (1812433253 * (word ^ (word >> 30)) + place + 1) & MASK32
        self._random.setstate((3, (*words, 624), None))

    def double(self) -> float:
        """From 0 to below 1."""
        return self._random.random()

    def word(self) -> int:
        """32 bits."""
        return self._random.getrandbits(32)

    def below(self, most: int) -> int:
        """From 0 to `most`, as numpy takes it from as many bits as it needs."""
        if most == 0:
            return 0
        mask = (1 << most.bit_length()) - 1
        wide = most > MASK32
        while True:
            value = (self.word() << 32 | self.word() if wide else self.word()) & mask
            if value <= most:
                return value

    def gauss(self) -> float:
        """Around 0, by the polar method, two at a time."""
        if self._gauss is not None:
            value, self._gauss = self._gauss, None
            return value
        while True:
            x, y = 2.0 * self.double() - 1.0, 2.0 * self.double() - 1.0
            size = x * x + y * y
            if 0.0 < size < 1.0:
                break
        factor = math.sqrt(-2.0 * math.log(size) / size)
        self._gauss = factor * x
        return factor * y


def _hashed(value: int, const: list[int], factor: int) -> int:
    value ^= const[0]
    const[0] = const[0] * factor & MASK32
    value = value * const[0] & MASK32
    return value ^ value >> 16


def _mixed(x: int, y: int) -> int:
    found = (0xCA01F9DD * x - 0x4973F715 * y) & MASK32
    return found ^ found >> 16


def _words(seed: int) -> list[int]:
    """What `SeedSequence` makes of a seed: eight words."""
    entropy = [seed >> shift & MASK32 for shift in range(0, max(seed.bit_length(), 1), 32)]
    const = [0x43B0D7E5]
    pool = [_hashed(entropy[place] if place < len(entropy) else 0, const, 0x931E8875) for place in range(4)]
    for source in range(4):
        for target in range(4):
            if source != target:
                pool[target] = _mixed(pool[target], _hashed(pool[source], const, 0x931E8875))
    for word in entropy[4:]:
        for target in range(4):
            pool[target] = _mixed(pool[target], _hashed(word, const, 0x931E8875))
    const = [0x8B51F9DD]
    return [_hashed(word, const, 0x58F38DED) for word, _ in zip(cycle(pool), range(8))]


class Pcg:
    """PCG64."""

    _FACTOR = 0x2360ED051FC65DA44385DF649FCCF645

    def __init__(self, seed: int) -> None:
        if seed < 0:
            raise ValueError("expected non-negative integer")
        words = _words(seed)
        parts = [words[place] | words[place + 1] << 32 for place in range(0, 8, 2)]
        self._step = ((parts[2] << 64 | parts[3]) << 1 | 1) & MASK128
        self._state = (self._step + (parts[0] << 64 | parts[1])) & MASK128
        self._move()
        self._half: int | None = None

    def _move(self) -> None:
        self._state = (self._state * self._FACTOR + self._step) & MASK128

    def long(self) -> int:
        """64 bits."""
        self._move()
        value = (self._state >> 64 ^ self._state) & MASK64
        turn = self._state >> 122
        return (value >> turn | value << (64 - turn)) & MASK64 if turn else value

    def word(self) -> int:
        """32 bits: each half of 64."""
        if self._half is not None:
            value, self._half = self._half, None
            return value
        value = self.long()
        self._half = value >> 32
        return value & MASK32

    def double(self) -> float:
        """From 0 to below 1."""
        return (self.long() >> 11) * (1.0 / 9007199254740992.0)

    def below(self, most: int) -> int:
        """From 0 to `most`, by Lemire's method."""
        if most == 0:
            return 0
        wide = most > MASK32
        bits, take = (64, self.long) if wide else (32, self.word)
        if most == (1 << bits) - 1:
            return take()
        size, full = most + 1, (1 << bits) - 1
        found = take() * size
        if (found & full) < size:
            least = (full - most) % size
            while (found & full) < least:
                found = take() * size
        return found >> bits


__all__ = ["Mersenne", "Pcg"]
