package io.kubia.controller.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which address of 127.244.0.0/16 is whose: the first free one from a block on for a new name, and the same one again for a
 * name that comes back. Kept in a file, one name a line; the oldest names are forgotten when there are too many.
 */
final class Addresses {
    /** .0.0 is the network, and .0.1 is left to whoever looks for a gateway. */
    private static final int FIRST = 2;

    private static final int BLOCK = 256;

    private static final int LAST = 65_534;

    private final Path file;
    private final int begin;
    private final Map<String, String> addresses = new LinkedHashMap<>();

    Addresses(Path file, int block) throws IOException {
        this.file = file;
        this.begin = block * BLOCK;
        if (Files.exists(file)) {
            for (var line : Files.readAllLines(file)) {
                int space = line.indexOf(' ');
                if (space > 0) {
                    addresses.put(line.substring(0, space), line.substring(space + 1));
                }
            }
        }
    }

    /** The address of a name. */
    synchronized String of(String name) throws IOException {
        var known = addresses.get(name);
        if (known != null) {
            return known;
        }
        if (addresses.size() > LAST - FIRST) {
            addresses.remove(addresses.keySet().iterator().next());
        }
        var address = firstFree();
        addresses.put(name, address);
        save();
        return address;
    }

    private String firstFree() {
        var taken = Set.copyOf(addresses.values());
        for (int i = FIRST; i <= LAST; i++) {
            int number = (begin + i) & 0xffff;
            var address = "127.244." + (number >> 8) + "." + (number & 255);
            if (!taken.contains(address)) {
                return address;
            }
        }
        throw new IllegalStateException("addresses: none is free (expected: one, as an old name has been forgotten)");
    }

    private void save() throws IOException {
        var text = new StringBuilder();
        addresses.forEach(
                (name, address) -> text.append(name).append(' ').append(address).append('\n'));
        var written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, text);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
