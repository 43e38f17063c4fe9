package io.kubia.controller.store;

import io.kubia.controller.model.KubeObject;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind, ordered by namespace and name. Immutable: with one more or one less it is another tree, which
 * shares all but the path to that object with this one.
 *
 * <p>Implementation note. This is an AVL tree whose nodes are never changed. A write among ten thousand pods copies the
 * fourteen nodes from the root to the pod, some 700 bytes; a hash map or a sorted array would have to copy ten thousand
 * references, or to be locked while it is read. One order serves both selections: a namespace is a range of it.
 */
final class ObjectTree {
    static final ObjectTree EMPTY = new ObjectTree(null, 0);

    private final @Nullable Node root;
    private final int size;

    private ObjectTree(@Nullable Node root, int size) {
        this.root = root;
        this.size = size;
    }

    /**
     * One object.
     *
     * @param bytes how long its JSON is
     */
    record Item(String namespace, String name, KubeObject object, int bytes) {
        private int compareTo(String otherNamespace, String otherName) {
            int order = namespace.compareTo(otherNamespace);
            return order != 0 ? order : name.compareTo(otherName);
        }
    }

    private record Node(
            Item item, @Nullable Node left, @Nullable Node right, int height) {
        static Node of(Item item, @Nullable Node left, @Nullable Node right) {
            return new Node(item, left, right, Math.max(heightOf(left), heightOf(right)) + 1);
        }
    }

    int size() {
        return size;
    }

    @Nullable
    Item get(String namespace, String name) {
        var node = root;
        while (node != null) {
            int order = node.item.compareTo(namespace, name);
            if (order == 0) {
                return node.item;
            }
            node = order > 0 ? node.left : node.right;
        }
        return null;
    }

    /** This with an item, in place of the one of its name if there is one. */
    ObjectTree with(Item item) {
        boolean isNew = get(item.namespace, item.name) == null;
        return new ObjectTree(with(root, item), isNew ? size + 1 : size);
    }

    /** This without an item that is there. */
    ObjectTree without(Item item) {
        return new ObjectTree(without(root, item), size - 1);
    }

    /** Adds all objects to a list, in order. */
    void addTo(List<KubeObject> objects) {
        each(root, item -> objects.add(item.object));
    }

    /** Adds the objects of a namespace to a list, in order. */
    void addTo(List<KubeObject> objects, String namespace) {
        addTo(root, objects, namespace);
    }

    private static void each(@Nullable Node node, Consumer<Item> action) {
        if (node != null) {
            each(node.left, action);
            action.accept(node.item);
            each(node.right, action);
        }
    }

    private static void addTo(@Nullable Node node, List<KubeObject> objects, String namespace) {
        if (node == null) {
            return;
        }
        int order = node.item.namespace.compareTo(namespace);
        if (order >= 0) {
            addTo(node.left, objects, namespace);
        }
        if (order == 0) {
            objects.add(node.item.object);
        }
        if (order <= 0) {
            addTo(node.right, objects, namespace);
        }
    }

    private static Node with(@Nullable Node node, Item item) {
        if (node == null) {
            return Node.of(item, null, null);
        }
        int order = node.item.compareTo(item.namespace, item.name);
        if (order == 0) {
            return new Node(item, node.left, node.right, node.height);
        }
        return order > 0
                ? balanced(node.item, with(node.left, item), node.right)
                : balanced(node.item, node.left, with(node.right, item));
    }

    private static @Nullable Node without(@Nullable Node node, Item item) {
        if (node == null) {
            throw new IllegalArgumentException(item.namespace + "/" + item.name + " (expected: one that is there)");
        }
        int order = node.item.compareTo(item.namespace, item.name);
        if (order > 0) {
            return balanced(node.item, without(node.left, item), node.right);
        }
        if (order < 0) {
            return balanced(node.item, node.left, without(node.right, item));
        }
        if (node.left == null || node.right == null) {
            return node.left == null ? node.right : node.left;
        }
        return balanced(first(node.right), node.left, withoutFirst(node.right));
    }

    private static Item first(Node node) {
        var first = node;
        while (first.left != null) {
            first = first.left;
        }
        return first.item;
    }

    private static @Nullable Node withoutFirst(Node node) {
        return node.left == null ? node.right : balanced(node.item, withoutFirst(node.left), node.right);
    }

    /** Puts two subtrees under an item; their heights may differ by two, as after one change to one of them. */
    private static Node balanced(Item item, @Nullable Node left, @Nullable Node right) {
        if (left != null && left.height > heightOf(right) + 1) {
            var inner = left.right;
            if (inner == null || heightOf(left.left) >= inner.height) {
                return Node.of(left.item, left.left, Node.of(item, inner, right));
            }
            return Node.of(inner.item, Node.of(left.item, left.left, inner.left), Node.of(item, inner.right, right));
        }
        if (right != null && right.height > heightOf(left) + 1) {
            var inner = right.left;
            if (inner == null || heightOf(right.right) >= inner.height) {
                return Node.of(right.item, Node.of(item, left, inner), right.right);
            }
            return Node.of(inner.item, Node.of(item, left, inner.left), Node.of(right.item, inner.right, right.right));
        }
        return Node.of(item, left, right);
    }

    private static int heightOf(@Nullable Node node) {
        return node == null ? 0 : node.height;
    }

    /** For tests: how many steps it is to the farthest object. */
    int height() {
        return heightOf(root);
    }
}
