package io.kubia.dist;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;

/**
 * Rewrites classes in the format of before Java 6 (picocli's), which the AOT cache refuses, in that of Java 8.
 *
 * <p>What the format of Java 8 has more is the stack maps by which the verifier checks a method in one pass; they follow
 * from the code, and are computed here. Nothing that the code does changes.
 */
final class ModernClasses {
    private static final int OFFSET_OF_MAJOR_VERSION = 6;

    private final ClassFile classFile;

    /** The classes' own loader tells which class extends which, where two branches of a method meet. */
    ModernClasses(ClassLoader loader) {
        ClassHierarchyResolver hierarchy = ClassHierarchyResolver.ofResourceParsing(loader)
                .orElse(ClassHierarchyResolver.defaultResolver())
                .cached();
        classFile =
                ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassFile.ClassHierarchyResolverOption.of(hierarchy));
    }

    /** Takes a whole class file, or as little of one as its first eight bytes. */
    static boolean isNeededFor(byte[] file) {
        int major = ((file[OFFSET_OF_MAJOR_VERSION] & 0xff) << 8) | (file[OFFSET_OF_MAJOR_VERSION + 1] & 0xff);
        return major < ClassFile.JAVA_6_VERSION;
    }

    byte[] rewrite(byte[] file) {
        ClassTransform version = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            } else {
                builder.with(element);
            }
        };
        // Each instruction is written anew: code that is only copied gets no stack maps.
        CodeTransform anew = (builder, element) -> builder.with(element);
        return classFile.transformClass(
                classFile.parse(file), version.andThen(ClassTransform.transformingMethodBodies(anew)));
    }
}
