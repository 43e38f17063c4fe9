package io.kubia.dns.model;

import java.util.List;

/**
 * One thing that a source has learned. Putting what is there already, and removing what is not, is no change.
 *
 * <p>The {@code Replace} ones tell everything of one kind at once, after a list or when a file was read anew: what is
 * not among it is removed.
 */
public sealed interface Change {
    /** A service is there, or is now like this. */
    record PutService(Service service) implements Change {}

    /** A service is gone. */
    record RemoveService(ObjectKey key) implements Change {}

    /** These are all the services. */
    record ReplaceServices(List<Service> services) implements Change {
        public ReplaceServices {
            services = List.copyOf(services);
        }
    }

    /** An endpoint slice is there, or is now like this. */
    record PutSlice(EndpointSlice slice) implements Change {}

    /** An endpoint slice is gone. */
    record RemoveSlice(ObjectKey key) implements Change {}

    /** These are all the endpoint slices. */
    record ReplaceSlices(List<EndpointSlice> slices) implements Change {
        public ReplaceSlices {
            slices = List.copyOf(slices);
        }
    }

    /** A namespace is there. One that has a service is there without being told. */
    record PutNamespace(String name) implements Change {
        public PutNamespace {
            Label.check("namespace", name);
        }
    }

    /** A namespace is gone. */
    record RemoveNamespace(String name) implements Change {}

    /** These are all the namespaces. */
    record ReplaceNamespaces(List<String> names) implements Change {
        public ReplaceNamespaces {
            names = List.copyOf(names);
            names.forEach(name -> Label.check("namespace", name));
        }
    }

    /** A pod is there, or is now like this. Needed only where pods are verified. */
    record PutPod(Pod pod) implements Change {}

    /** A pod is gone. */
    record RemovePod(ObjectKey key) implements Change {}

    /** These are all the pods. */
    record ReplacePods(List<Pod> pods) implements Change {
        public ReplacePods {
            pods = List.copyOf(pods);
        }
    }

    /** Everything has been told that there was when the source began: from now on the zone answers. */
    record Synced() implements Change {}
}
