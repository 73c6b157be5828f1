//! Generates the client of a spec folder a number of times, in memory.
fn main() {
    let mut arguments = std::env::args().skip(1);
    let spec = arguments.next().expect("a spec folder");
    let times = arguments.next().expect("a number").parse().expect("a number");
    for _ in 0..times {
        let files = aliyun_codegen::Builder::new(&spec).render();
        std::hint::black_box(files.expect("a good spec"));
    }
}
