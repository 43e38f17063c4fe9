package io.kubia.controller.protobuf;

/** Bytes that are no protobuf, or none of ours. */
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
        super(message);
    }
}
