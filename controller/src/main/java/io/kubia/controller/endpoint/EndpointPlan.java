package io.kubia.controller.endpoint;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import java.util.List;

/**
 * What is to be written for one service.
 *
 * @param create what is not there yet
 * @param replace what is there and says something else
 * @param remove what is there in vain
 */
record EndpointPlan(List<KubeObject> create, List<KubeObject> replace, List<ObjectKey> remove) {
    EndpointPlan {
        create = List.copyOf(create);
        replace = List.copyOf(replace);
        remove = List.copyOf(remove);
    }
}
