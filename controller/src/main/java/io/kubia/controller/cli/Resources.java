package io.kubia.controller.cli;

import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import java.util.ArrayList;
import java.util.List;

/** Kinds and names as they are typed: {@code pods}, {@code po kubia-0}, {@code sts/kubia}, {@code all}. */
record Resources(ResourceType type, String name) {
    /** {@code name} is empty for all of a kind. */
    static List<Resources> parse(List<String> words) {
        var resources = new ArrayList<Resources>();
        if (words.stream().anyMatch(word -> word.contains("/"))) {
            for (var word : words) {
                int slash = word.indexOf('/');
                if (slash < 0) {
                    throw new CommandException(word + ": no name (expected: KIND/NAME, as the others have it)");
                }
                types(word.substring(0, slash))
                        .forEach(type -> resources.add(new Resources(type, word.substring(slash + 1))));
            }
            return resources;
        }
        for (var kind : words.getFirst().split(",", -1)) {
            for (var type : types(kind)) {
                if (words.size() == 1) {
                    resources.add(new Resources(type, ""));
                }
                words.stream().skip(1).forEach(name -> resources.add(new Resources(type, name)));
            }
        }
        return resources;
    }

    private static List<ResourceType> types(String word) {
        var types = ResourceTypes.ALL.stream()
                .filter(type -> type.plural().equals(word)
                        || type.singular().equals(word)
                        || type.shortNames().contains(word)
                        || type.kind().equals(word)
                        || type.qualifiedPlural().equals(word)
                        || type.categories().contains(word))
                .toList();
        if (types.isEmpty()) {
            throw new CommandException("the server doesn't have a resource type \"" + word + "\"");
        }
        return types;
    }

    /** {@code statefulset.apps/kubia}, as kubectl says what it has done. */
    String sentenceName(String of) {
        return type.singular() + (type.group().isEmpty() ? "" : "." + type.group()) + "/" + of;
    }
}
