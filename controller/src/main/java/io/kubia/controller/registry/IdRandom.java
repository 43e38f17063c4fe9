package io.kubia.controller.registry;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Random numbers out of unique ids: as random as these are, repeatable where these are, and safe for use by several threads
 * if these are.
 */
record IdRandom(Supplier<String> ids) implements RandomGenerator {
    @Override
    public long nextLong() {
        var id = ids.get();
        long hash = 0;
        for (int i = 0; i < id.length(); i++) {
            hash = 31 * hash + id.charAt(i);
        }
        // The finish of MurmurHash3: ids that are alike become numbers that are not.
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
