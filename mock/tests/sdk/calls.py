"""Calls a gateway with the published SDKs, and prints one JSON object a call:
{"sdk": "v3" or "v1", "action": ..., "ok": ..., "answer": {...} or "error": ...}.

usage: calls.py http|https HOST:PORT IMAGE_FILE [CERTIFICATE_FILE]

CERTIFICATE_FILE is what is trusted in place of the usual authorities.
"""

import base64
import importlib
import json
import re
import sys

PROTOCOL, ENDPOINT, IMAGE = sys.argv[1:4]
CERTIFICATE = sys.argv[4] if len(sys.argv) > 4 else None
KEY, SECRET = "testid", "testsecret"
PAPER = base64.b64encode(open(IMAGE, "rb").read()).decode()

PERSON = {
    "Country": "CN", "Province": "BJ", "City": "Beijing", "Address": "1 Test Road",
    "RegistrantName": "Test Person", "RegistrantOrganization": "Test + Co & Sons",
    "ZhRegistrantName": "测试", "ZhRegistrantOrganization": "测试公司", "ZhProvince": "北京",
    "ZhCity": "北京", "ZhAddress": "测试路1号", "RegistrantType": "1", "PostalCode": "100000",
    "TelArea": "86", "Telephone": "1234567", "TelExt": "1",
    "Email": "someone@example.com",
}
PAGE = {"PageNum": 1, "PageSize": 20}


def calls(call):
    """A session of calls: what one answers is used by a later one."""
    call("CheckDomain", {"DomainName": "example.com"})
    saved = call("SaveRegistrantProfile", {**PERSON, "DefaultRegistrantProfile": False})
    profile = saved.get("RegistrantProfileId")
    call("QueryRegistrantProfiles", {**PAGE, "RegistrantProfileId": profile})
    order = {"DomainName": "bought.example", "SubscriptionDuration": 1,
             "RegistrantProfileId": profile}
    task = call("SaveSingleTaskForCreatingOrderActivate", order).get("TaskNo")
    for _ in range(3):
        call("QueryTaskDetailList", {**PAGE, "TaskNo": task})
    call("QueryTaskList", {**PAGE})
    call("QueryDomainList", {**PAGE})
    call("QueryDomainByDomainName", {"DomainName": "bought.example"})
    lock = call("SaveBatchTaskForUpdateProhibitionLock",
                {"DomainName": ["bought.example"], "Status": True}).get("TaskNo")
    call("QueryTaskDetailList", {**PAGE, "TaskNo": lock})
    call("SaveBatchTaskForModifyingDomainDns", {
        "DomainName": ["bought.example"], "AliyunDns": False,
        "DomainNameServer": ["ns1.example.com", "ns2.example.com"]})
    call("SaveTaskForUpdatingRegistrantInfoByIdentityCredential", {
        **PERSON, "DomainName": ["bought.example", "second.example"],
        "IdentityCredential": PAPER, "IdentityCredentialNo": "5****************9",
        "IdentityCredentialType": "SFZ", "TransferOutProhibited": True})
    call("ScrollDomainList", {"PageSize": 1})
    call("DeleteRegistrantProfile", {"RegistrantProfileId": profile})
    call("QueryDomainByDomainName", {"DomainName": "absent.example"})


def tell(sdk, action, ok, key, value):
    print(json.dumps({"sdk": sdk, "action": action, "ok": ok, key: value}), flush=True)


def v3():
    from alibabacloud_tea_openapi.models import Config
    from alibabacloud_domain20180129 import client, models
    # The models convert names both ways; only theirs are used here.
    sdk = client.Client(Config(access_key_id=KEY, access_key_secret=SECRET, endpoint=ENDPOINT,
                               protocol=PROTOCOL.upper(), ca=CERTIFICATE))

    def call(action, values):
        request = getattr(models, action + "Request")().from_map(values)
        method = re.sub(r"(?<!^)(?=[A-Z])", "_", action).lower()
        try:
            answer = getattr(sdk, method)(request).body.to_map()
        except Exception as error:  # what an SDK raises is what is looked at
            tell("v3", action, False, "error", str(error))
            return {}
        tell("v3", action, True, "answer", answer)
        return answer

    calls(call)


def v1():
    from aliyunsdkcore.client import AcsClient
    from aliyunsdkcore.http import protocol_type
    # The SDK asks whether it is this very object, not whether it is equal.
    protocol = getattr(protocol_type, PROTOCOL.upper())
    sdk = AcsClient(KEY, SECRET, "cn-hangzhou", verify=CERTIFICATE)

    def call(action, values):
        module = importlib.import_module(
            "aliyunsdkdomain.request.v20180129." + action + "Request")
        request = getattr(module, action + "Request")()
        request.set_endpoint(ENDPOINT)
        request.set_protocol_type(protocol)
        request.set_accept_format("json")
        request.set_method("GET" if action.startswith(("Query", "Check")) else "POST")
        for name, value in values.items():
            setter = getattr(request, "set_" + name, None) or getattr(request, "set_" + name + "s")
            setter(value)
        try:
            answer = json.loads(sdk.do_action_with_exception(request))
        except Exception as error:
            tell("v1", action, False, "error", str(error))
            return {}
        tell("v1", action, True, "answer", answer)
        return answer

    calls(call)


v3()
v1()
