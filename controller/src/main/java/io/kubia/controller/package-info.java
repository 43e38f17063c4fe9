/**
 * The control plane and the command line: StatefulSets, their pods and volumes, and the API that kubectl talks to.
 *
 * <p>Here its parts are put together, and nothing is decided. From the bottom up: {@code json} and {@code model} are what all
 * speak in; {@code store} keeps it; {@code schema}, {@code patch}, {@code protobuf} and {@code registry} are what lies between
 * a request and the store; {@code statefulset}, {@code revision}, {@code volume}, {@code endpoint}, {@code node} and
 * {@code garbage} decide, driven by {@code loop}; {@code kubelet} makes {@code runtime} agree; {@code name} and {@code proxy}
 * lead to the pods; {@code api} and {@code table} are what kubectl sees, {@code cli} what a person types. Uses
 * {@code io.kubia.dns}; starts the data node only as a process or a container.
 */
@NullMarked
package io.kubia.controller;

import org.jspecify.annotations.NullMarked;
