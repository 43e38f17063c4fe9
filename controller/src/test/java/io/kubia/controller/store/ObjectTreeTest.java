package io.kubia.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.model.KubeObject;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectTreeTest {
    /** An AVL tree of n items is at most this high. */
    private static double highest(int n) {
        return 1.4405 * (Math.log(n + 2.0) / Math.log(2));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void isAMapThatStaysBalancedAndNeverChanges(long seed) {
        var random = new SplittableRandom(seed);
        var model = new TreeMap<String, KubeObject>();
        var tree = ObjectTree.EMPTY;
        var earlier = tree;
        var earlierModel = new TreeMap<>(model);
        for (int i = 0; i < 20_000; i++) {
            var namespace = "ns" + random.nextInt(3);
            var name = "p" + random.nextInt(3_000);
            var known = tree.get(namespace, name);
            assertThat(known == null ? null : known.object()).isEqualTo(model.get(namespace + "/" + name));
            if (known != null && random.nextBoolean()) {
                tree = tree.without(known);
                model.remove(namespace + "/" + name);
            } else {
                var object = Things.pod(namespace, name).withResourceVersion(i + 1);
                tree = tree.with(new ObjectTree.Item(namespace, name, object, 1));
                model.put(namespace + "/" + name, object);
            }
            assertThat(tree.height()).isLessThanOrEqualTo((int) highest(tree.size()));
            if (i % 4_000 == 0) {
                assertSame(earlier, earlierModel);
                earlier = tree;
                earlierModel = new TreeMap<>(model);
            }
        }
        assertSame(tree, model);
        for (var key : earlierModel.keySet()) {
            var parts = key.split("/", -1);
            var item = tree.get(parts[0], parts[1]);
            tree = item == null ? tree : tree.without(item);
        }
        assertSame(earlier, earlierModel);
    }

    private static void assertSame(ObjectTree tree, SortedMap<String, KubeObject> model) {
        var objects = new ArrayList<KubeObject>();
        tree.addTo(objects);
        assertThat(objects).containsExactlyElementsOf(model.values());
        assertThat(tree.size()).isEqualTo(model.size());
        var ofOne = new ArrayList<KubeObject>();
        tree.addTo(ofOne, "ns1");
        assertThat(ofOne).containsExactlyElementsOf(model.subMap("ns1/", "ns10").values());
    }
}
