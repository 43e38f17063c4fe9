package io.kubia.controller.api.selector;

import io.kubia.controller.api.http.Query;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.LabelSelector;
import io.kubia.controller.model.ResourceType;

/** Which objects of a kind a client wants to see: both selectors of a request. */
public record Filter(LabelSelector labels, FieldSelector fields) {
    /**
     * The one of a request.
     *
     * @throws io.kubia.controller.model.ApiException one of its selectors is none
     */
    public static Filter of(ResourceType type, Query query) {
        return new Filter(
                LabelSelectorText.parse(query.text("labelSelector")),
                FieldSelector.parse(type, query.text("fieldSelector")));
    }

    public boolean matches(KubeObject object) {
        return fields.matches(object) && labels.matches(object);
    }

    /** Whether it takes everything. */
    public boolean isEmpty() {
        return labels.isEmpty() && fields.terms().isEmpty();
    }
}
