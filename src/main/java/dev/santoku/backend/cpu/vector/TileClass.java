package dev.santoku.backend.cpu.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.incubator.vector.VectorSpecies;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the class around the one method of a {@link GeneratedTile}, which {@link TileCode} writes, and loads it.
 *
 * <p>Where the system property {@value #DUMP} names a folder, each class is also stored there, for {@code javap -c -p}.
 */
final class TileClass {
    static final String DUMP = "santoku.dump-kernels";

    private static final Class<?> SUPERCLASS = Object.class;
    private static final String NO_ARGUMENTS = Type.getMethodDescriptor(Type.VOID_TYPE);
    private static final Method VECTOR_TYPE = Emitter.method(VectorSpecies.class, "vectorType");

    private TileClass() {}

    /**
     * A new kernel; it is slow until it has been compiled.
     *
     * @param bits of a vector: 128, 256 or 512
     */
    static TileKernel kernel(ElementType element, int bits, TileKind kind) {
        String name = "%sOf%s%d".formatted(kind, element, bits);
        byte[] type = bytes(name, element, bits, kind);
        String folder = System.getProperty(DUMP);
        if (folder != null) {
            dump(type, Path.of(folder), name + ".class");
        }
        return load(type);
    }

    /** The class file; it is the same in every process on one JDK and processor. */
    private static byte[] bytes(String simpleName, ElementType element, int bits, TileKind kind) {
        String name = Type.getInternalName(TileClass.class).replace(TileClass.class.getSimpleName(), simpleName);
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        type.visit(
                Opcodes.V17,
                Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
                name,
                null,
                Type.getInternalName(SUPERCLASS),
                new String[] {Type.getInternalName(GeneratedTile.class)});
        writeConstructor(type);
        writeVectorClasses(type, name, element, kind.widths(bits));
        new TileCode(type, name, element, bits, kind).write();
        type.visitEnd();
        return type.toByteArray();
    }

    private static void dump(byte[] type, Path folder, String file) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(file), type);
        } catch (IOException e) {
            throw new UncheckedIOException("-D%s: %s cannot be written".formatted(DUMP, folder.resolve(file)), e);
        }
    }

    private static TileKernel load(byte[] type) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            return (TileKernel) lookup.defineHiddenClass(type, true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a generated kernel could not be loaded", e);
        }
    }

    private static void writeConstructor(ClassWriter type) {
        Emitter code = new Emitter(type, 0, "<init>", NO_ARGUMENTS);
        code.load(code.self());
        code.call(SUPERCLASS.getConstructors()[0]);
        code.end();
    }

    /** {@code static final Class T512 = FloatVector.SPECIES_512.vectorType();} for each width. */
    private static void writeVectorClasses(
            ClassWriter type, String name, ElementType element, Iterable<Integer> widths) {
        Emitter code = new Emitter(type, Opcodes.ACC_STATIC, "<clinit>", NO_ARGUMENTS);
        for (int width : widths) {
            type.visitField(
                            Opcodes.ACC_STATIC | Opcodes.ACC_FINAL,
                            vectorClass(width),
                            Type.getDescriptor(Class.class),
                            null,
                            null)
                    .visitEnd();
            pushSpecies(code, element, width);
            code.call(VECTOR_TYPE);
            code.storeStaticField(name, vectorClass(width), Class.class);
        }
        code.end();
    }

    /** Puts the class of the vectors of a width on the stack, a constant. */
    static void pushVectorClass(Emitter code, String kernel, int width) {
        code.staticField(kernel, vectorClass(width), Class.class);
    }

    /** Puts a species on the stack, a constant. */
    static void pushSpecies(Emitter code, ElementType element, int width) {
        code.staticField(element.vector(), "SPECIES_" + width, VectorSpecies.class);
    }

    private static String vectorClass(int width) {
        return "T" + width;
    }
}
