//! The functions inside a call, for work on a single one.
//! `cargo bench --manifest-path benches/Cargo.toml`

use std::hint::black_box;

use aliyun_runtime::generated::percent;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn encoding(criterion: &mut Criterion) {
    let image: Vec<u8> = (0..1_u32 << 20)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let mut group = criterion.benchmark_group("encoding");
    group.throughput(Throughput::Bytes(image.len() as u64));
    group.bench_function("image to form", |bench| {
        bench.iter(|| {
            let mut out = String::new();
            percent::encode_base64_into(&mut out, black_box(&image));
            out
        });
    });
    let text = "1 Sample Road, Building 2 & 3; 示例路 1 号".repeat(100);
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("text", |bench| {
        bench.iter(|| percent::encode(black_box(&text)))
    });
    group.finish();
}

criterion_group!(benches, encoding);
criterion_main!(benches);
