package dev.santoku.backend.cpu.peak;

class ScalarFmaTest extends FmaLoopsContract {
    @Override
    protected FmaLoops loops() {
        return new ScalarFma();
    }
}
