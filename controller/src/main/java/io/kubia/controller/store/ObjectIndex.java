package io.kubia.controller.store;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All objects at one version: a {@link ObjectTree tree} for each kind. Immutable; with one change it is another index, and
 * shares with this one whatever the change does not touch. So a snapshot is this very object, and costs nothing.
 */
final class ObjectIndex implements Snapshot {
    private final long version;
    private final Map<ResourceType, ObjectTree> trees;
    private final int count;
    private final long bytes;

    private ObjectIndex(long version, Map<ResourceType, ObjectTree> trees, int count, long bytes) {
        this.version = version;
        this.trees = trees;
        this.count = count;
        this.bytes = bytes;
    }

    /** One without objects. */
    static ObjectIndex empty(long version) {
        return new ObjectIndex(version, Map.of(), 0, 0);
    }

    @Override
    public long version() {
        return version;
    }

    /** How many objects there are. */
    int count() {
        return count;
    }

    /** How many bytes of JSON they are together. */
    long bytes() {
        return bytes;
    }

    @Override
    public Optional<KubeObject> get(ObjectKey key) {
        var item = item(key);
        return item == null ? Optional.empty() : Optional.of(item.object());
    }

    @Override
    public List<KubeObject> list(Selection selection) {
        var tree = trees.get(selection.type());
        if (tree == null) {
            return List.of();
        }
        if (selection.namespace().isEmpty()) {
            var objects = new ArrayList<KubeObject>(tree.size());
            tree.addTo(objects);
            return Collections.unmodifiableList(objects);
        }
        var objects = new ArrayList<KubeObject>();
        tree.addTo(objects, selection.namespace());
        return Collections.unmodifiableList(objects);
    }

    ObjectTree.@Nullable Item item(ObjectKey key) {
        var tree = trees.get(key.type());
        return tree == null ? null : tree.get(key.namespace(), key.name());
    }

    /** This with an object, in place of the one of its name if there is one, and with another version. */
    ObjectIndex with(KubeObject object, int objectBytes, long newVersion) {
        var tree = trees.getOrDefault(object.type(), ObjectTree.EMPTY);
        var item = new ObjectTree.Item(object.namespace(), object.name(), object, objectBytes);
        var before = tree.get(item.namespace(), item.name());
        return new ObjectIndex(
                newVersion,
                with(object.type(), tree.with(item)),
                before == null ? count + 1 : count,
                bytes + objectBytes - (before == null ? 0 : before.bytes()));
    }

    /** This without an object that is there, and with another version. */
    ObjectIndex without(ObjectKey key, long newVersion) {
        var tree = trees.getOrDefault(key.type(), ObjectTree.EMPTY);
        var before = tree.get(key.namespace(), key.name());
        if (before == null) {
            throw new IllegalArgumentException(key + " (expected: one that is there)");
        }
        return new ObjectIndex(newVersion, with(key.type(), tree.without(before)), count - 1, bytes - before.bytes());
    }

    /** This as of another version, with the same objects. */
    ObjectIndex at(long newVersion) {
        return new ObjectIndex(newVersion, trees, count, bytes);
    }

    private Map<ResourceType, ObjectTree> with(ResourceType type, ObjectTree tree) {
        var changed = new HashMap<>(trees);
        changed.put(type, tree);
        return changed;
    }
}
