package io.kubia.dns.zone;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of named nodes that never changes: a change makes another one that shares all but the path to what changed, four
 * small arrays for a hundred thousand names. A hash array mapped trie (Bagwell, "Ideal Hash Trees", 2001): five bits of
 * the hash choose at each level, and a bitmap says which of the 32 choices are there.
 *
 * <p>A slot holds a {@link NameNode}, a further {@link Branch}, or, below the last bits of the hash, a {@code NameNode[]}
 * of all that share it.
 */
final class NameTrie {
    static final NameTrie EMPTY = new NameTrie(new Branch(0, new Object[0]), 0);

    private static final int BITS = 5;

    private final Branch root;
    private final int size;

    private NameTrie(Branch root, int size) {
        this.root = root;
        this.size = size;
    }

    private static final class Branch {
        private final int bitmap;
        private final Object[] slots;

        Branch(int bitmap, Object[] slots) {
            this.bitmap = bitmap;
            this.slots = slots;
        }

        int index(int bit) {
            return Integer.bitCount(bitmap & (bit - 1));
        }

        Branch replace(int index, Object slot) {
            var changed = slots.clone();
            changed[index] = slot;
            return new Branch(bitmap, changed);
        }

        Branch insert(int bit, Object slot) {
            int index = index(bit);
            var more = new Object[slots.length + 1];
            System.arraycopy(slots, 0, more, 0, index);
            more[index] = slot;
            System.arraycopy(slots, index, more, index + 1, slots.length - index);
            return new Branch(bitmap | bit, more);
        }

        Branch remove(int bit) {
            int index = index(bit);
            var fewer = new Object[slots.length - 1];
            System.arraycopy(slots, 0, fewer, 0, index);
            System.arraycopy(slots, index + 1, fewer, index, fewer.length - index);
            return new Branch(bitmap & ~bit, fewer);
        }
    }

    int size() {
        return size;
    }

    @Nullable
    NameNode find(NameKey key) {
        Object slot = root;
        for (int hash = key.hash(); slot instanceof Branch branch; hash >>>= BITS) {
            int bit = 1 << hash;
            if ((branch.bitmap & bit) == 0) {
                return null;
            }
            slot = branch.slots[branch.index(bit)];
        }
        if (slot instanceof NameNode node) {
            return node.isNamed(key) ? node : null;
        }
        for (var node : (NameNode[]) slot) {
            if (node.isNamed(key)) {
                return node;
            }
        }
        return null;
    }

    /** With this node, in place of the one of the same name if there is one. */
    NameTrie with(NameNode node, NameKey key) {
        boolean isNew = find(key) == null;
        return new NameTrie(put(root, 0, node, key), isNew ? size + 1 : size);
    }

    NameTrie without(NameKey key) {
        if (find(key) == null) {
            return this;
        }
        var fewer = remove(root, 0, key);
        return new NameTrie(fewer instanceof Branch branch ? branch : branchOf((NameNode) fewer), size - 1);
    }

    void forEach(Consumer<NameNode> consumer) {
        forEach(root, consumer);
    }

    private static Branch put(Branch branch, int shift, NameNode node, NameKey key) {
        int bit = 1 << (key.hash() >>> shift);
        if ((branch.bitmap & bit) == 0) {
            return branch.insert(bit, node);
        }
        int index = branch.index(bit);
        var changed = switch (branch.slots[index]) {
            case Branch further -> put(further, shift + BITS, node, key);
            case NameNode present when present.isNamed(key) -> node;
            case NameNode present -> fork(present, node, shift + BITS);
            case Object bucket -> with((NameNode[]) bucket, node, key);
        };
        return branch.replace(index, changed);
    }

    /** What holds two nodes of different names whose hashes agree up to here. */
    private static Object fork(NameNode present, NameNode added, int shift) {
        if (shift >= Integer.SIZE) {
            return new NameNode[] {present, added};
        }
        int presentBit = 1 << (present.hash() >>> shift);
        int addedBit = 1 << (added.hash() >>> shift);
        if (presentBit == addedBit) {
            return new Branch(presentBit, new Object[] {fork(present, added, shift + BITS)});
        }
        return new Branch(presentBit, new Object[] {present}).insert(addedBit, added);
    }

    private static NameNode[] with(NameNode[] bucket, NameNode node, NameKey key) {
        for (int i = 0; i < bucket.length; i++) {
            if (bucket[i].isNamed(key)) {
                var changed = bucket.clone();
                changed[i] = node;
                return changed;
            }
        }
        var more = Arrays.copyOf(bucket, bucket.length + 1);
        more[bucket.length] = node;
        return more;
    }

    /**
     * The branch without the node; or the only node left in it, to stand in the branch's own slot. A bucket stays where it
     * is: further up it would meet names of other hashes.
     */
    private static Object remove(Branch branch, int shift, NameKey key) {
        int bit = 1 << (key.hash() >>> shift);
        int index = branch.index(bit);
        var fewer = switch (branch.slots[index]) {
            case Branch further -> branch.replace(index, remove(further, shift + BITS, key));
            case NameNode _ -> branch.remove(bit);
            case Object bucket -> branch.replace(index, without((NameNode[]) bucket, key));
        };
        boolean isNeeded = fewer.slots.length != 1 || !(fewer.slots[0] instanceof NameNode);
        return isNeeded ? fewer : fewer.slots[0];
    }

    private static Branch branchOf(NameNode node) {
        return new Branch(1 << node.hash(), new Object[] {node});
    }

    private static Object without(NameNode[] bucket, NameKey key) {
        var fewer = Arrays.stream(bucket).filter(node -> !node.isNamed(key)).toArray(NameNode[]::new);
        return fewer.length == 1 ? fewer[0] : fewer;
    }

    private static void forEach(Object slot, Consumer<NameNode> consumer) {
        switch (slot) {
            case Branch branch -> {
                for (var next : branch.slots) {
                    forEach(next, consumer);
                }
            }
            case NameNode node -> consumer.accept(node);
            case Object bucket -> {
                for (var node : (NameNode[]) bucket) {
                    consumer.accept(node);
                }
            }
        }
    }
}
