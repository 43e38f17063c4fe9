package io.kubia.controller.schema;

import java.util.List;

/**
 * How two values of a field become one: by a strategic merge patch, and by server-side apply.
 *
 * @param merges whether a strategic merge patch merges lists; else the patch's list replaces the other
 * @param mergeKey by which field the elements of two lists are the same one; empty for lists of strings
 * @param retainsKeys whether clients say which fields are to stay
 * @param replaces whether the patch's object replaces the other
 * @param list what kind of list server-side apply takes it for
 * @param keys the fields that tell the elements of a {@link ListKind#MAP} apart
 */
public record Merging(
        boolean merges, String mergeKey, boolean retainsKeys, boolean replaces, ListKind list, List<String> keys) {
    /** What kind of list server-side apply takes a list for. */
    public enum ListKind {
        /** A whole. */
        ATOMIC,
        /** Each value once. */
        SET,
        /** Objects told apart by keys. */
        MAP
    }

    /** Of nearly every field: objects are merged, anything else is replaced. */
    static final Merging PLAIN = new Merging(false, "", false, false, ListKind.ATOMIC, List.of());

    public Merging {
        keys = List.copyOf(keys);
    }

    /** This with one more of the words that stand behind a field in {@code schemas.txt}. */
    Merging with(String word) {
        if (word.equals("merge")) {
            return new Merging(true, mergeKey, retainsKeys, replaces, list, keys);
        }
        if (word.startsWith("merge=")) {
            return new Merging(true, word.substring("merge=".length()), retainsKeys, replaces, list, keys);
        }
        if (word.equals("retainKeys")) {
            return new Merging(merges, mergeKey, true, replaces, list, keys);
        }
        if (word.equals("replace")) {
            return new Merging(merges, mergeKey, retainsKeys, true, list, keys);
        }
        if (word.equals("list=set")) {
            return new Merging(merges, mergeKey, retainsKeys, replaces, ListKind.SET, keys);
        }
        if (word.startsWith("list=map:")) {
            var names = List.of(word.substring("list=map:".length()).split(",", -1));
            return new Merging(merges, mergeKey, retainsKeys, replaces, ListKind.MAP, names);
        }
        throw new IllegalStateException(
                "'" + word + "' (expected: merge, merge=KEY, retainKeys, replace, list=set or list=map:KEYS)");
    }
}
