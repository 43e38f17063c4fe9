package io.kubia.controller.schema;

/**
 * One field of an object.
 *
 * @param number its number in protobuf; 0 when it does not exist there
 * @param inner for a field that in protobuf stands in a message of its own, as those of a volume's source do, its number
 *     in there; {@code number} is then that of the message. 0 for all others
 * @param merging how two values of it become one
 * @param required whether Kubernetes' documentation says that it must be there
 * @param keepsZero whether zero, false, the empty string or an empty list says something else than its absence; for all
 *     other fields it says the same, and Kubernetes leaves it out
 */
public record Field(
        String name, int number, int inner, ValueType type, Merging merging, boolean required, boolean keepsZero) {}
