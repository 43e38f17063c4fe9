package io.kubia.controller.volume;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Remembers what it was told to remove, and can be made to fail. */
final class RememberedContents implements VolumeContents {
    private final List<String> lines = new ArrayList<>();
    private final Set<String> inUse = new HashSet<>();
    private Consumer<String> before = volume -> {};
    private int failures;

    /** What happens before anything is removed, such as a check that it may be. */
    void before(Consumer<String> action) {
        before = action;
    }

    void failNext(int times) {
        failures = times;
    }

    void setInUse(String volume, boolean isInUse) {
        if (isInUse) {
            inUse.add(volume);
        } else {
            inUse.remove(volume);
        }
    }

    @Override
    public void scrub(Place place) throws IOException {
        remove(place);
        lines.add("scrub " + text(place));
    }

    @Override
    public void delete(Place place) throws IOException {
        remove(place);
        lines.add("delete " + text(place));
    }

    private void remove(Place place) throws IOException {
        before.accept(place.volume());
        if (inUse.contains(place.volume())) {
            throw new VolumeInUseException("volume " + place.volume() + " is in use");
        }
        if (failures > 0) {
            failures--;
            throw new IOException("the disk is broken");
        }
    }

    private static String text(Place place) {
        return place.path().isEmpty() ? place.volume() : place.volume() + " at " + place.path();
    }

    /** What was removed since the last call. */
    List<String> take() {
        var taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }
}
