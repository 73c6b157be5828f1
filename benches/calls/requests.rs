//! The requests that are signed and sent.

use ali_acs::sms;
use aliyun_domain::IdentityCredentialType;
use aliyun_domain::contacts::SaveTaskForUpdatingRegistrantInfoByIdentityCredentialRequest;
use aliyun_domain::contacts::save_task_for_updating_registrant_info_by_identity_credential::RegistrantType;
use aliyun_domain::runtime::SignedRequest;
use aliyun_domain::{Image, SignatureVersion};

use crate::bench;
use crate::bench::SubmitSmsQualificationRequest;
use crate::subjects::{config, ready};

const COMPANY: &str = "示例贸易有限公司";
const PERSON: &str = "张三";
const PAPER: &str = "330100199001010000";
const DATES: &str = "2018-01-01~2099-12-31";
const PATH: &str = "123456/example front.jpg";
const PHONE: &str = "+8613800000000";

/// The size of the image: the most that the action takes.
pub const IMAGE_SIZE: usize = 1 << 20;

/// 22 parameters with realistic texts.
pub fn small() -> SubmitSmsQualificationRequest {
    SubmitSmsQualificationRequest::new()
        .set_qualification_name("example")
        .set_use_by_self(true)
        .set_company_type("COMPANY")
        .set_company_name(COMPANY)
        .set_organization_code("91330100MA00000000")
        .set_bussiness_license_exp_date(DATES)
        .set_legal_person_id_card_front_side(PATH)
        .set_legal_person_id_card_back_side(PATH)
        .set_legal_person_name(PERSON)
        .set_legal_person_id_card_no(PAPER)
        .set_legal_person_id_card_eff_time(DATES)
        .set_legal_person_id_card_type("identityCard")
        .set_admin_id_card_pic(PATH)
        .set_admin_id_card_front_face(PATH)
        .set_admin_name(PERSON)
        .set_admin_id_card_no(PAPER)
        .set_admin_id_card_type("identityCard")
        .set_admin_id_card_exp_date(DATES)
        .set_admin_phone_no(PHONE)
        .set_certify_code("123456")
        .set_whether_share(false)
        .set_remark("a remark")
}

/// The same for ali-acs, which takes its requests by value.
pub fn peer_small() -> sms::SubmitSmsQualification {
    sms::SubmitSmsQualification::new(
        "example",
        true,
        "COMPANY",
        COMPANY,
        "91330100MA00000000",
        DATES,
        PERSON,
        PAPER,
        DATES,
        "identityCard",
        PATH,
        PATH,
        PERSON,
        PAPER,
        "identityCard",
        DATES,
        PHONE,
        "123456",
        false,
    )
    .legal_person_id_card_front_side(PATH.to_owned())
    .legal_person_id_card_back_side(PATH.to_owned())
    .remark("a remark".to_owned())
}

/// Bytes like those of a compressed picture.
pub fn image() -> Image {
    let mut state = 1_u64;
    let mut bytes: Vec<u8> = (0..IMAGE_SIZE)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 56) as u8
        })
        .collect();
    bytes[..3].copy_from_slice(&[0xFF, 0xD8, 0xFF]);
    Image::from_bytes(bytes)
}

/// The documented request with an image of the largest size.
pub fn with_image() -> SaveTaskForUpdatingRegistrantInfoByIdentityCredentialRequest {
    SaveTaskForUpdatingRegistrantInfoByIdentityCredentialRequest::new()
        .set_domain_name(["example.com", "example.net"])
        .set_registrant_type(RegistrantType::Enterprise)
        .set_registrant_organization("Example Trading Co. Ltd.")
        .set_registrant_name("Zhang San")
        .set_zh_registrant_organization(COMPANY)
        .set_zh_registrant_name(PERSON)
        .set_province("Zhe Jiang")
        .set_city("Hang Zhou")
        .set_address("1 Sample Road")
        .set_zh_province("浙江省")
        .set_zh_city("杭州市")
        .set_zh_address("示例路 1 号")
        .set_country("CN")
        .set_postal_code("310024")
        .set_email("zhang.san@example.com")
        .set_tel_area("86")
        .set_telephone("13800000000")
        .set_tel_ext("0001")
        .set_identity_credential_type(IdentityCredentialType::BusinessLicense)
        .set_identity_credential_no("91330100MA00000000")
        .set_identity_credential(image())
}

/// The small request, built and signed once.
pub fn signed_small(version: SignatureVersion) -> SignedRequest {
    let client = bench::Client::new(config(version)).expect("a client");
    ready(client.submit_sms_qualification(&small()).sign())
}

/// The request with an image, built and signed once.
pub fn signed_image(version: SignatureVersion) -> SignedRequest {
    let client = aliyun_domain::Client::new(config(version)).expect("a client");
    let request = with_image();
    ready(
        client
            .save_task_for_updating_registrant_info_by_identity_credential(&request)
            .sign(),
    )
}
