package io.kubia.controller.registry.kind;

import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import java.util.HashMap;
import java.util.Map;

/** The rules of every kind that we keep. */
public final class KindRules {
    private static final Rules NONE = new Rules() {};

    private final Map<ResourceType, Rules> rules = new HashMap<>();

    public KindRules() {
        rules.put(ResourceTypes.NAMESPACE, new NamespaceRules());
    }

    /** The rules of a kind; one without any of its own has those of all. */
    public Rules of(ResourceType type) {
        return rules.getOrDefault(type, NONE);
    }
}
