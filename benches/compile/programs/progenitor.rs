//! Generates the client of an OpenAPI document a number of times, in memory, and
//! writes it to the given path.
fn main() {
    let mut arguments = std::env::args().skip(1);
    let document = arguments.next().expect("a document");
    let times = arguments.next().expect("a number").parse().expect("a number");
    let style = match arguments.next().as_deref() {
        Some("builder") => progenitor_impl::InterfaceStyle::Builder,
        Some("positional") => progenitor_impl::InterfaceStyle::Positional,
        other => panic!("unknown style {other:?}"),
    };
    let mut made = String::new();
    for _ in 0..times {
        let text = std::fs::read_to_string(&document).expect("a document");
        let document = serde_json::from_str(&text).expect("OpenAPI");
        let mut settings = progenitor_impl::GenerationSettings::new();
        settings.with_interface(style.clone());
        let mut generator = progenitor_impl::Generator::new(&settings);
        let tokens = generator.generate_tokens(&document).expect("a good document");
        made = prettyplease::unparse(&syn::parse2(tokens).expect("Rust"));
    }
    if let Some(out) = arguments.next() {
        std::fs::write(out, made).expect("to write");
    }
}
