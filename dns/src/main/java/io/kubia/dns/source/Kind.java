package io.kubia.dns.source;

import io.kubia.dns.model.Change;
import io.kubia.dns.model.ObjectKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The kinds of objects that the API tells of, and the changes that come of them. */
enum Kind {
    SERVICES("/api/v1/services") {
        @Override
        Optional<Change> put(JsonNode object) throws ObjectException {
            return Optional.of(new Change.PutService(ObjectReader.service(object)));
        }

        @Override
        Change remove(ObjectKey key) {
            return new Change.RemoveService(key);
        }

        @Override
        Change replace(List<Change> puts) {
            return new Change.ReplaceServices(of(Change.PutService.class, puts)
                    .map(Change.PutService::service)
                    .toList());
        }
    },

    SLICES("/apis/discovery.k8s.io/v1/endpointslices") {
        @Override
        Optional<Change> put(JsonNode object) throws ObjectException {
            return ObjectReader.slice(object).map(Change.PutSlice::new);
        }

        @Override
        Change remove(ObjectKey key) {
            return new Change.RemoveSlice(key);
        }

        @Override
        Change replace(List<Change> puts) {
            return new Change.ReplaceSlices(
                    of(Change.PutSlice.class, puts).map(Change.PutSlice::slice).toList());
        }
    },

    NAMESPACES("/api/v1/namespaces") {
        @Override
        Optional<Change> put(JsonNode object) throws ObjectException {
            return Optional.of(new Change.PutNamespace(ObjectReader.namespace(object)));
        }

        @Override
        Change remove(ObjectKey key) {
            return new Change.RemoveNamespace(key.name());
        }

        @Override
        Change replace(List<Change> puts) {
            return new Change.ReplaceNamespaces(of(Change.PutNamespace.class, puts)
                    .map(Change.PutNamespace::name)
                    .toList());
        }
    },

    PODS("/api/v1/pods") {
        @Override
        Optional<Change> put(JsonNode object) throws ObjectException {
            return Optional.of(new Change.PutPod(ObjectReader.pod(object)));
        }

        @Override
        Change remove(ObjectKey key) {
            return new Change.RemovePod(key);
        }

        @Override
        Change replace(List<Change> puts) {
            return new Change.ReplacePods(
                    of(Change.PutPod.class, puts).map(Change.PutPod::pod).toList());
        }

        // Pods that have ended have an address that may be another's by now.
        @Override
        Optional<String> fieldSelector() {
            return Optional.of("status.phase!=Succeeded,status.phase!=Failed,status.phase!=Unknown");
        }
    };

    private final String path;

    Kind(String path) {
        this.path = path;
    }

    /** The object is there, or is now like this; nothing when it is none that DNS asks for. */
    abstract Optional<Change> put(JsonNode object) throws ObjectException;

    abstract Change remove(ObjectKey key);

    /** All that there are. */
    abstract Change replace(List<Change> puts);

    /** Which of them are told of. */
    Optional<String> fieldSelector() {
        return Optional.empty();
    }

    /** Where the API has them. */
    String path() {
        return path;
    }

    @Override
    public String toString() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static <C extends Change> Stream<C> of(Class<C> type, List<Change> changes) {
        return changes.stream().map(type::cast);
    }
}
