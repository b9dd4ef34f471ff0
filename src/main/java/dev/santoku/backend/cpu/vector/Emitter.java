package dev.santoku.backend.cpu.vector;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the byte code of one method in terms of Java: local variables, fields, calls, loops. Operands pass on the stack. What a call
 * needs, a descriptor and an instruction, is derived from the method that it calls.
 */
class Emitter {
    private final MethodVisitor code;
    private int nextSlot;

    /** A local variable, or an argument. */
    record Local(Type type, int slot) {
        private int opcode(int forInt) {
            return type.getOpcode(forInt);
        }
    }

    /**
     * Begins a method.
     *
     * @param access as {@link Modifier} says it
     * @param descriptor of its arguments and result
     */
    Emitter(ClassWriter type, int access, String name, String descriptor) {
        code = type.visitMethod(access, name, descriptor, null, null);
        nextSlot = Modifier.isStatic(access) ? 0 : 1;
        code.visitCode();
    }

    /**
     * A public method.
     *
     * @throws LinkageError if the class has none such
     */
    static Method method(Class<?> owner, String name, Class<?>... parameters) {
        try {
            return owner.getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            throw new LinkageError("this Java lacks a method that kernels call", e);
        }
    }

    /** The one method that classes of an interface have to have. */
    static Method abstractMethod(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .findFirst()
                .orElseThrow();
    }

    /** {@code this}, in a method that is not static. */
    final Local self() {
        return new Local(Type.getType(Object.class), 0);
    }

    /** The next argument or, when all have been declared, a new local variable: an int. */
    final Local number() {
        return new Local(Type.INT_TYPE, nextSlot++);
    }

    /** The same for an object. */
    final Local reference() {
        return new Local(Type.getType(Object.class), nextSlot++);
    }

    final void load(Local local) {
        code.visitVarInsn(local.opcode(Opcodes.ILOAD), local.slot);
    }

    final void store(Local local) {
        code.visitVarInsn(local.opcode(Opcodes.ISTORE), local.slot);
    }

    final void constant(int value) {
        code.visitLdcInsn(value);
    }

    final void add() {
        code.visitInsn(Opcodes.IADD);
    }

    final void multiply() {
        code.visitInsn(Opcodes.IMUL);
    }

    final void and() {
        code.visitInsn(Opcodes.IAND);
    }

    final void plus(int constant) {
        if (constant > 0) {
            constant(constant);
            add();
        }
    }

    final void plus(Local summand) {
        load(summand);
        add();
    }

    /** {@code to = from;} */
    final void copy(Local from, Local to) {
        load(from);
        store(to);
    }

    /** {@code variable += step;} */
    final void advance(Local variable, Local step) {
        load(variable);
        plus(step);
        store(variable);
    }

    /** {@code variable += step;} */
    final void advance(Local variable, int step) {
        code.visitIincInsn(variable.slot, step);
    }

    /** An element of the array whose index is on the stack, too. */
    final void loadElement(Class<?> type) {
        code.visitInsn(Type.getType(type).getOpcode(Opcodes.IALOAD));
    }

    /** {@code variable = (Type) variable;} */
    final void cast(Local variable, Class<?> to) {
        load(variable);
        cast(to);
        store(variable);
    }

    final void cast(Class<?> to) {
        code.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(to));
    }

    final void staticField(Class<?> owner, String name, Class<?> type) {
        staticField(Type.getInternalName(owner), name, type);
    }

    /** @param owner the internal name of the class */
    final void staticField(String owner, String name, Class<?> type) {
        code.visitFieldInsn(Opcodes.GETSTATIC, owner, name, Type.getDescriptor(type));
    }

    /** @param owner the internal name of the class */
    final void storeStaticField(String owner, String name, Class<?> type) {
        code.visitFieldInsn(Opcodes.PUTSTATIC, owner, name, Type.getDescriptor(type));
    }

    final void call(Method method) {
        Class<?> owner = method.getDeclaringClass();
        int instruction = Modifier.isStatic(method.getModifiers())
                ? Opcodes.INVOKESTATIC
                : owner.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        code.visitMethodInsn(
                instruction,
                Type.getInternalName(owner),
                method.getName(),
                Type.getMethodDescriptor(method),
                owner.isInterface());
    }

    final void call(Constructor<?> constructor) {
        code.visitMethodInsn(
                Opcodes.INVOKESPECIAL,
                Type.getInternalName(constructor.getDeclaringClass()),
                "<init>",
                Type.getConstructorDescriptor(constructor),
                false);
    }

    /** {@code for (int variable = 0; variable < limit; variable++)} */
    final void loop(Local variable, Local limit, Runnable body) {
        Label head = new Label();
        Label end = new Label();
        code.visitInsn(Opcodes.ICONST_0);
        store(variable);
        code.visitLabel(head);
        load(variable);
        load(limit);
        code.visitJumpInsn(Opcodes.IF_ICMPGE, end);
        body.run();
        advance(variable, 1);
        code.visitJumpInsn(Opcodes.GOTO, head);
        code.visitLabel(end);
    }

    /** {@code if (x == y) {}} for the two numbers on the stack. */
    final void emptyBranchIfEqual() {
        Label next = new Label();
        code.visitJumpInsn(Opcodes.IF_ICMPNE, next);
        code.visitInsn(Opcodes.NOP);
        code.visitLabel(next);
    }

    /** Ends the method. */
    final void end() {
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0); // computed by the class writer
        code.visitEnd();
    }
}
