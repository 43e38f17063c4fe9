package io.kubia.node.peers;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Breaks what is right, the same way for the same seed. */
public final class Mutation {
    private Mutation() {}

    /** Some bytes other than they were, some of them gone, or some of them twice. */
    public static byte[] mutate(byte[] bytes, RandomGenerator random) {
        var changed = bytes.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(changed.length);
            changed[at] = random.nextBoolean() ? (byte) random.nextInt() : changed[random.nextInt(changed.length)];
        }
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(changed, random.nextInt(changed.length + 1));
            case 1 -> Arrays.copyOf(changed, changed.length + random.nextInt(50));
            default -> changed;
        };
    }

    /** Whether it may stand in a line of ours. */
    public static boolean isPrintable(String text) {
        return text.length() < 600 && text.chars().noneMatch(Character::isISOControl);
    }

    /** The generator that a seed stands for. */
    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
