package io.kubia.controller.kubelet.env;

import io.kubia.controller.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What a container asks for and may use, as the downward API tells it: in whole units, rounded up. */
public final class ResourceField {
    private ResourceField() {}

    /**
     * The value of a {@code resourceFieldRef}.
     *
     * @param container that has it; the one that is named in it, when one is
     */
    public static String read(PodFacts facts, JsonObject container, JsonObject resourceFieldRef)
            throws MissingException {
        var named = resourceFieldRef.text("containerName");
        var asked = named == null ? container : named(facts, named);
        var resource = resourceFieldRef.text("resource", "");
        int dot = resource.indexOf('.');
        if (dot < 0) {
            throw new MissingException("unsupported container resource : " + resource);
        }
        var field = resource.substring(0, dot);
        var name = resource.substring(dot + 1);
        var divisor = divisor(resourceFieldRef);
        var text = Quantity.text(asked.object("resources").object(field).get(name));
        if (text.isEmpty() && field.equals("requests")) {
            text = Quantity.text(asked.object("resources").object("limits").get(name));
        }
        var value = text.isEmpty() ? unlimited(facts, field, name) : Quantity.parse(text);
        return value.divide(divisor, 0, RoundingMode.CEILING).toPlainString();
    }

    private static JsonObject named(PodFacts facts, String name) throws MissingException {
        for (var field : new String[] {"containers", "initContainers"}) {
            for (var container : facts.pod().spec().array(field).objects()) {
                if (name.equals(container.text("name"))) {
                    return container;
                }
            }
        }
        throw new MissingException("container " + name + " not found");
    }

    private static BigDecimal divisor(JsonObject resourceFieldRef) {
        var text = Quantity.text(resourceFieldRef.get("divisor"));
        var divisor = text.isEmpty() ? BigDecimal.ONE : Quantity.parse(text);
        return divisor.signum() == 0 ? BigDecimal.ONE : divisor;
    }

    private static BigDecimal unlimited(PodFacts facts, String field, String name) {
        if (!field.equals("limits")) {
            return BigDecimal.ZERO;
        }
        return switch (name) {
            case "cpu" -> BigDecimal.valueOf(facts.node().milliCpus()).movePointLeft(3);
            case "memory" -> BigDecimal.valueOf(facts.node().memoryBytes());
            default -> BigDecimal.ZERO;
        };
    }
}
