package dev.santoku.backend.cpu.vector;

import java.lang.invoke.MethodHandles;
import java.util.Set;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes the class around the one method of a {@link TileKernel}, which {@link TileCode} writes, and loads it. */
final class TileClass {
    private static final String OBJECT = "java/lang/Object";
    private static final String CLASS = "Ljava/lang/Class;";

    private TileClass() {}

    /**
     * A new kernel; it is slow until it has been compiled.
     *
     * @param bits of a vector: 128, 256 or 512
     */
    static TileKernel kernel(ElementType lane, int bits, TileKind kind) {
        String name = "%s/%sOf%s%d".formatted(TileClass.class.getPackageName().replace('.', '/'), kind, lane, bits);
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        type.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, name, null, OBJECT, new String[] {
            TileKernel.class.getName().replace('.', '/')
        });
        writeConstructor(type.visitMethod(0, "<init>", "()V", null, null));
        writeVectorClasses(type, name, lane, kind.widths(bits));
        MethodVisitor method = type.visitMethod(Opcodes.ACC_PUBLIC, "multiply", TileCode.ARGUMENTS, null, null);
        new TileCode(name, lane, bits, kind, method).write();
        type.visitEnd();
        return load(type.toByteArray());
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

    private static void writeConstructor(MethodVisitor code) {
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /** {@code static final Class T512 = FloatVector.SPECIES_512.vectorType();} for each width. */
    private static void writeVectorClasses(ClassWriter type, String name, ElementType lane, Set<Integer> widths) {
        MethodVisitor code = type.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        for (int width : widths) {
            type.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, vectorClass(width), CLASS, null, null)
                    .visitEnd();
            code.visitFieldInsn(Opcodes.GETSTATIC, lane.vector(), "SPECIES_" + width, TileCode.SPECIES);
            code.visitMethodInsn(
                    Opcodes.INVOKEINTERFACE, "jdk/incubator/vector/VectorSpecies", "vectorType", "()" + CLASS, true);
            code.visitFieldInsn(Opcodes.PUTSTATIC, name, vectorClass(width), CLASS);
        }
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /** Puts the class of the vectors of a width on the stack, a constant. */
    static void pushVectorClass(MethodVisitor code, String kernel, int width) {
        code.visitFieldInsn(Opcodes.GETSTATIC, kernel, vectorClass(width), CLASS);
    }

    private static String vectorClass(int width) {
        return "T" + width;
    }
}
