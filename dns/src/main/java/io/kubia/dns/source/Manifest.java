package io.kubia.dns.source;

import io.kubia.dns.model.Change;
import io.kubia.dns.model.EndpointSlice;
import io.kubia.dns.model.ObjectKey;
import io.kubia.dns.model.Pod;
import io.kubia.dns.model.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What a file says: objects of Kubernetes, in YAML or JSON, each in a document of its own or in lists. Kinds that DNS
 * does not ask for are passed over, so that a user's whole manifest may be given.
 */
final class Manifest {
    /** Of characters in a file. */
    static final int MAX_SIZE = 64 << 20;

    private static final int MAX_OBJECTS = 1_000_000;

    private static final ObjectMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .loadSettings(LoadSettings.builder()
                    .setCodePointLimit(MAX_SIZE)
                    .setAllowDuplicateKeys(false)
                    .build())
            .build());
    private static final ObjectMapper JSON = new JsonMapper();

    private final Map<ObjectKey, Service> services = new TreeMap<>();
    private final Map<ObjectKey, EndpointSlice> slices = new TreeMap<>();
    private final List<EndpointSlice> endpoints = new ArrayList<>();
    private final Map<ObjectKey, Pod> pods = new TreeMap<>();
    private final Set<String> namespaces = new TreeSet<>();
    private final Map<String, Integer> passedOver = new LinkedHashMap<>();
    private int objects;

    /**
     * Reads a file's content.
     *
     * @throws IOException it is neither YAML nor JSON, or an object in it is malformed; the message says where
     */
    static Manifest read(byte[] content) throws IOException {
        if (content.length > MAX_SIZE) {
            throw new IOException("size: " + content.length + " bytes (expected: at most " + MAX_SIZE + ")");
        }
        var manifest = new Manifest();
        int document = 1;
        try (var documents = mapper(content).readerFor(JsonNode.class).<JsonNode>readValues(content)) {
            while (documents.hasNextValue()) {
                manifest.add(documents.nextValue());
                document++;
            }
        } catch (JacksonException e) {
            var place = e.getLocation();
            var where = place == null ? "" : "line %d, column %d: ".formatted(place.getLineNr(), place.getColumnNr());
            throw new IOException(where + firstLine(e.getOriginalMessage()), e);
        } catch (ObjectException e) {
            throw new IOException("document " + document + ": " + e.getMessage(), e);
        }
        return manifest;
    }

    /** All of it, as changes from whatever was there before. */
    List<Change> changes() {
        var haveSlices = new HashSet<ObjectKey>();
        slices.values().forEach(slice -> haveSlices.add(slice.serviceKey()));
        var allSlices = Stream.concat(
                slices.values().stream(),
                // As on Kubernetes, where slices are made of these when a service has none.
                endpoints.stream().filter(slice -> !haveSlices.contains(slice.serviceKey())));
        return List.of(
                new Change.ReplaceNamespaces(List.copyOf(namespaces)),
                new Change.ReplaceServices(List.copyOf(services.values())),
                new Change.ReplaceSlices(allSlices.toList()),
                new Change.ReplacePods(List.copyOf(pods.values())));
    }

    /** How much of it is known here, and what was passed over, for people. */
    String summary() {
        var text = new StringBuilder("%d services, %d endpoint slices, %d pods, %d namespaces"
                .formatted(services.size(), slices.size() + endpoints.size(), pods.size(), namespaces.size()));
        passedOver.forEach((kind, count) -> text.append(text.indexOf(" (") < 0 ? " (passed over: " : ", ")
                .append(count)
                .append(' ')
                .append(kind));
        return passedOver.isEmpty() ? text.toString() : text + ")";
    }

    private void add(JsonNode object) throws ObjectException {
        if (object.isNull() || object.isMissingNode()) {
            // A document that holds nothing but comments.
            return;
        }
        if (++objects > MAX_OBJECTS) {
            throw new ObjectException("objects: " + objects + " (expected: at most " + MAX_OBJECTS + ")");
        }
        var kind = new Field("", object).at("kind");
        var name = kind.requiredText();
        try {
            switch (name) {
                case "Service" -> {
                    var service = ObjectReader.service(object);
                    services.put(service.key(), service);
                }
                case "EndpointSlice" -> ObjectReader.slice(object).ifPresent(slice -> slices.put(slice.key(), slice));
                case "Endpoints" -> endpoints.addAll(ObjectReader.endpoints(object));
                case "Pod" -> {
                    var pod = ObjectReader.pod(object);
                    pods.put(pod.key(), pod);
                }
                case "Namespace" -> namespaces.add(ObjectReader.namespace(object));
                default -> {
                    if (name.endsWith("List")) {
                        addAll(new Field("", object).at("items"), name.substring(0, name.length() - "List".length()));
                    } else {
                        passedOver.merge(name, 1, Integer::sum);
                    }
                }
            }
        } catch (ObjectException e) {
            throw name.endsWith("List") ? e : new ObjectException(name + " " + e.getMessage());
        }
    }

    /** The API's own lists leave out each item's kind. */
    private void addAll(Field items, String kind) throws ObjectException {
        for (var item : items.elements()) {
            if (item.node() instanceof tools.jackson.databind.node.ObjectNode object && !kind.isEmpty()) {
                object.put("kind", kind);
            }
            add(item.node());
        }
    }

    private static ObjectMapper mapper(byte[] content) {
        int first = 0;
        while (first < content.length && Character.isWhitespace(content[first])) {
            first++;
        }
        return first < content.length && content[first] == '{' ? JSON : YAML;
    }

    /** The parser goes on to show the text, in lines of its own. */
    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message).strip();
    }
}
